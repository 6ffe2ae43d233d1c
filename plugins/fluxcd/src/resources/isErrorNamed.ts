/** Whether a failed request was answered with an error of this name; `ResponseError` wraps it as its cause. */
export function isErrorNamed(error: Error, name: string): boolean {
  const cause = (error as { cause?: { name?: unknown } }).cause;
  return error.name === name || cause?.name === name;
}
