/** The text of an answer that was made of parts which are checked already: it is sent as it is. */
export class JsonText<T> {
  readonly text: string;
  /** What the text says; never set. */
  declare readonly says?: T;

  constructor(text: string) {
    this.text = text;
  }
}
