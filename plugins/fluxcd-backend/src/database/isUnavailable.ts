/** Codes of Node, PostgreSQL and mysql2 for: nobody answers there, or not now. */
const CODES =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|E(HOST|NET)UNREACH|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|PROTOCOL_CONNECTION_LOST|08...|53300|57P0[123])$/;
/** What `pg` says in errors that have no code; knex puts the statement before it. */
const WORDS =
  /(^| - )(Connection terminated|Query read timeout|timeout expired|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether an error of the database's driver says that the database cannot be reached, or does not answer, for now. */
export function isUnavailable(error: Error): boolean {
  const { code } = error as { code?: unknown };
  if (error.name === 'KnexTimeoutError') return true;
  return typeof code === 'string'
    ? CODES.test(code)
    : WORDS.test(error.message);
}
