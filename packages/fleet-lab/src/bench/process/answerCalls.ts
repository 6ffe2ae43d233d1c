interface Call {
  id: number;
  method: string;
  args: unknown[];
}

/** Lets the parent process call these methods, as `Program` does. Ends this process when the parent is gone. */
export function answerCalls(
  methods: Record<string, (...args: any[]) => unknown>,
): void {
  process.on('message', async ({ id, method, args }: Call) => {
    try {
      const result = await methods[method](...args);
      process.send!({ id, result });
    } catch (error) {
      process.send!({ id, error: (error as Error)?.stack ?? String(error) });
    }
  });
  process.once('disconnect', () => process.exit());
}
