/** How a watch ended. */
export type WatchEnd =
  /** By the server, by us, or because the connection broke: the next one goes on from where the store stands. */
  | { type: 'ended' }
  /** Nothing can be continued at the resource version: only a list helps. */
  | { type: 'expired' }
  /** No byte for longer than a living server stays silent. */
  | { type: 'idle'; silent: boolean }
  /** What arrived cannot be trusted, so neither can what would follow. */
  | { type: 'malformed'; message: string }
  /** The server reported an error in the stream. */
  | { type: 'error'; message: string; retryAfterSeconds?: number }
  /** It lasted too short to be worth the connection. */
  | { type: 'too-short'; message: string }
  /** Who read the stream forgot what it had read: only a list helps. */
  | { type: 'lost'; message: string };
