import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import { SearchField } from '@backstage/ui';
import { useEffect, useRef, useState } from 'react';
import { fluxcdTranslationRef } from '../../translation/fluxcdTranslationRef';

/** Typing is over when nothing came for this long, in milliseconds. */
const DEBOUNCE_MS = 300;
/** As long as `text` of the contract may be. */
const MAX_LENGTH = 200;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** The search field of the list; `/` anywhere on the page leads to it. */
export function ResourceSearch(props: {
  value: string;
  onChange: (value: string) => void;
  className?: string;
}) {
  const { value, onChange, className } = props;
  const { t } = useTranslationRef(fluxcdTranslationRef);
  const ref = useRef<HTMLDivElement>(null);
  const [text, setText] = useState(value);
  const reported = useRef(value);
  const latestOnChange = useRef(onChange);
  latestOnChange.current = onChange;

  // The URL changed otherwise (back button, a chip removed): it wins over what is in the field.
  useEffect(() => {
    if (value === reported.current) return;
    reported.current = value;
    setText(value);
  }, [value]);

  useEffect(() => {
    if (text === reported.current) return undefined;
    const timer = setTimeout(
      () => {
        reported.current = text;
        latestOnChange.current(text);
      },
      // Emptying the field is a decision, not typing.
      text === '' ? 0 : DEBOUNCE_MS,
    );
    return () => clearTimeout(timer);
  }, [text]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey)
        return;
      if (isTyping(event.target) || document.querySelector('[role="dialog"]'))
        return;
      event.preventDefault();
      ref.current?.querySelector('input')?.focus();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);

  return (
    <SearchField
      ref={ref}
      className={className}
      aria-label={t('resources.list.search.label')}
      aria-keyshortcuts="/"
      placeholder={t('resources.list.search.placeholder')}
      maxLength={MAX_LENGTH}
      value={text}
      onChange={setText}
    />
  );
}
