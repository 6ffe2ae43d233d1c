import { TestApiProvider } from '@backstage/frontend-test-utils';
import { signalApiRef } from '@backstage/plugin-signals-react';
import type { FluxcdApi } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { fluxcdApiRef } from '../api';
import { useFluxcdQuery } from './useFluxcdQuery';

const api = {} as FluxcdApi;
let emit: () => void;
const unsubscribe = jest.fn();
const signals = {
  subscribe: (channel: string, onMessage: (message: any) => void) => {
    expect(channel).toBe('fluxcd');
    emit = () => act(() => onMessage({ type: 'clusters-changed' }));
    return { unsubscribe };
  },
};

function wrapper(props: { children: ReactNode }) {
  return (
    <TestApiProvider
      apis={[
        [fluxcdApiRef, api],
        [signalApiRef, signals],
      ]}
    >
      {props.children}
    </TestApiProvider>
  );
}

function withoutSignals(props: { children: ReactNode }) {
  return (
    <TestApiProvider apis={[[fluxcdApiRef, api]]}>
      {props.children}
    </TestApiProvider>
  );
}

/** A load whose answers are given by hand. */
function controlledLoad() {
  const calls: {
    signal: AbortSignal;
    resolve: (v: string) => Promise<void>;
    reject: (e: Error) => Promise<void>;
  }[] = [];
  const load = jest.fn(
    (_api: FluxcdApi, signal: AbortSignal) =>
      new Promise<string>((resolve, reject) => {
        calls.push({
          signal,
          resolve: v => act(async () => resolve(v)),
          reject: e => act(async () => reject(e)),
        });
      }),
  );
  return { calls, load };
}

const advance = (ms: number) =>
  act(() => jest.advanceTimersByTimeAsync(ms).then(() => {}));

function setHidden(hidden: boolean) {
  Object.defineProperty(document, 'hidden', {
    configurable: true,
    value: hidden,
  });
  act(() => {
    document.dispatchEvent(new Event('visibilitychange'));
  });
}

describe('useFluxcdQuery', () => {
  beforeEach(() => {
    jest.useFakeTimers();
    jest.clearAllMocks();
  });
  afterEach(() => {
    setHidden(false);
    jest.useRealTimers();
  });

  it('keeps the last value while it refreshes, and when a refresh fails', async () => {
    const { calls, load } = controlledLoad();
    const { result } = renderHook(() => useFluxcdQuery(load, []), { wrapper });
    expect(result.current).toMatchObject({ loading: true, refreshing: false });
    expect(load).toHaveBeenCalledWith(api, expect.any(AbortSignal));

    await calls[0].resolve('one');
    expect(result.current).toMatchObject({
      value: 'one',
      loading: false,
      refreshing: false,
    });

    act(() => result.current.refresh());
    expect(result.current).toMatchObject({ value: 'one', refreshing: true });
    await calls[1].reject(new Error('lost'));
    expect(result.current).toMatchObject({
      value: 'one',
      error: expect.objectContaining({ message: 'lost' }),
      loading: false,
      refreshing: false,
    });

    act(() => result.current.refresh());
    await calls[2].resolve('two');
    expect(result.current).toMatchObject({ value: 'two', error: undefined });
  });

  it('aborts a stale request and ignores its late answer', async () => {
    const { calls, load } = controlledLoad();
    const { result, rerender, unmount } = renderHook(
      ({ id }) => useFluxcdQuery(load, [id]),
      { wrapper, initialProps: { id: 'a' } },
    );
    rerender({ id: 'b' });
    expect(calls[0].signal.aborted).toBe(true);
    expect(calls[1].signal.aborted).toBe(false);
    await calls[1].resolve('b');
    await calls[0].resolve('a');
    expect(result.current.value).toBe('b');

    act(() => result.current.refresh());
    act(() => result.current.refresh());
    expect(calls[2].signal.aborted).toBe(true);
    await calls[3].resolve('newest');
    await calls[2].resolve('older');
    expect(result.current.value).toBe('newest');

    act(() => result.current.refresh());
    unmount();
    expect(calls[4].signal.aborted).toBe(true);
    expect(unsubscribe).toHaveBeenCalled();
  });

  it('forgets the error of other deps but shows their value until the new one is there', async () => {
    const { calls, load } = controlledLoad();
    const { result, rerender } = renderHook(
      ({ id }) => useFluxcdQuery(load, [id]),
      { wrapper, initialProps: { id: 'a' } },
    );
    await calls[0].resolve('a');
    act(() => result.current.refresh());
    await calls[1].reject(new Error('lost'));
    rerender({ id: 'b' });
    expect(result.current).toMatchObject({
      value: 'a',
      error: undefined,
      refreshing: true,
    });
  });

  it('reads again on a burst of signals once, at most every two seconds', async () => {
    const { calls, load } = controlledLoad();
    renderHook(() => useFluxcdQuery(load, []), { wrapper });
    await calls[0].resolve('one');

    emit();
    emit();
    emit();
    await advance(1_900);
    expect(load).toHaveBeenCalledTimes(1);
    await advance(200);
    expect(load).toHaveBeenCalledTimes(2);
    await calls[1].resolve('two');
    await advance(5_000);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('keeps to its own pace when told not to heed signals', async () => {
    const { calls, load } = controlledLoad();
    emit = () => {};
    renderHook(
      () => useFluxcdQuery(load, [], { pollMs: 30_000, onSignals: false }),
      { wrapper },
    );
    await calls[0].resolve('one');
    emit();
    await advance(29_000);
    expect(load).toHaveBeenCalledTimes(1);
    await advance(1_100);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('lets a slow request finish though signals keep coming, then reads again', async () => {
    const { calls, load } = controlledLoad();
    renderHook(() => useFluxcdQuery(load, []), { wrapper });
    for (let i = 0; i < 5; i++) {
      emit();
      await advance(1_000);
    }
    expect(load).toHaveBeenCalledTimes(1);
    expect(calls[0].signal.aborted).toBe(false);
    await calls[0].resolve('one');
    await advance(0);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('polls when no signal comes, with signals and without', async () => {
    const { calls, load } = controlledLoad();
    renderHook(() => useFluxcdQuery(load, [], { pollMs: 5_000 }), {
      wrapper: withoutSignals,
    });
    await calls[0].resolve('one');
    await advance(4_900);
    expect(load).toHaveBeenCalledTimes(1);
    await advance(200);
    expect(load).toHaveBeenCalledTimes(2);

    const other = controlledLoad();
    renderHook(() => useFluxcdQuery(other.load, []), { wrapper });
    await other.calls[0].resolve('one');
    await advance(10_100);
    expect(other.load).toHaveBeenCalledTimes(2);
    await other.calls[1].reject(new Error('lost'));
    await advance(10_100);
    expect(other.load).toHaveBeenCalledTimes(3);
  });

  it('reads nothing in a hidden tab and catches up when it is shown', async () => {
    const { calls, load } = controlledLoad();
    renderHook(() => useFluxcdQuery(load, []), { wrapper });
    await calls[0].resolve('one');
    setHidden(true);
    await advance(60_000);
    emit();
    await advance(60_000);
    expect(load).toHaveBeenCalledTimes(1);
    setHidden(false);
    await advance(0);
    expect(load).toHaveBeenCalledTimes(2);
  });
});
