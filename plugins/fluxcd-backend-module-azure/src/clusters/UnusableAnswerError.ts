/** Azure answered, and what it said cannot be used. The message is a sentence for people and quotes nothing. */
export class UnusableAnswerError extends Error {
  override readonly name = 'UnusableAnswerError';
}
