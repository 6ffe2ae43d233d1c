import { InputError } from '@backstage/errors';

const EVERYBODY = '*';
const EMAIL = /^[^\s@,*]+@[^\s@,*]+$/;
/** GitHub's rule: letters, digits and single hyphens; managed accounts end in `_company`. */
const LOGIN = /^[a-z\d](?:-?[a-z\d])*(?:_[a-z\d]+)?$/;

/** What a provider says about the person who signs in. */
type Person = { email?: string; login?: string };

/**
 * The people who may sign in with one provider, by e-mail address or login. Upper and lower case are the same,
 * because neither mail systems in use nor GitHub tell them apart; nothing else is normalized.
 */
export class AllowedUsers {
  readonly #entries: ReadonlySet<string>;

  private constructor(entries: Iterable<string>) {
    this.#entries = new Set(entries);
  }

  /**
   * Reads a list, or a text with commas as an environment variable holds it. Whatever is not clearly a list of
   * people is refused: an unset variable must not open the portal. Only the word `*` alone admits everybody.
   */
  static parse(value: unknown, options: { logins: boolean }): AllowedUsers {
    const parts = typeof value === 'string' ? value.split(',') : value;
    if (!Array.isArray(parts)) {
      throw new InputError(
        "'allowedUsers' is missing: give a list, or '*' for everybody whom the resolver finds",
      );
    }
    if (parts.some(part => typeof part !== 'string')) {
      throw new InputError("'allowedUsers' must be a list of texts");
    }
    const entries = parts.map(part => fold(part.trim()));
    if (entries.length === 1 && entries[0] === EVERYBODY) {
      return new AllowedUsers(entries);
    }
    if (!entries.some(Boolean)) {
      throw new InputError("'allowedUsers' is empty, so nobody could sign in");
    }
    entries.forEach((entry, index) => {
      const fits = EMAIL.test(entry) || (options.logins && LOGIN.test(entry));
      if (!fits) {
        throw new InputError(
          `Entry ${index + 1} of 'allowedUsers' is not ${
            options.logins
              ? 'an e-mail address or a login'
              : 'an e-mail address'
          }`,
        );
      }
    });
    return new AllowedUsers(entries);
  }

  admits(person: Person): boolean {
    return (
      this.#entries.has(EVERYBODY) ||
      [person.email, person.login].some(
        name => name !== undefined && this.#entries.has(fold(name)),
      )
    );
  }
}

/** Not locale-aware: on a Turkish machine `I` would become another letter. */
function fold(text: string): string {
  return text.toLowerCase();
}
