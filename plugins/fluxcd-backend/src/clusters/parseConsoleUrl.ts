import { InputError } from '@backstage/errors';

const MAX_LENGTH = 2048;

/**
 * Checks the address of a page that people are sent to. The fragment stays: the consoles of clouds put their pages there.
 * @throws InputError
 */
export function parseConsoleUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    !url ||
    text.length > MAX_LENGTH ||
    // The URL parser drops line breaks and takes backslashes for slashes.
    !/^https:\/\/[^\s\\]+$/i.test(text) ||
    url.username ||
    url.password
  ) {
    throw new InputError(
      `consoleUrl must be a URL that starts with https://, without a user name, at most ${MAX_LENGTH} characters`,
    );
  }
  return url.href;
}
