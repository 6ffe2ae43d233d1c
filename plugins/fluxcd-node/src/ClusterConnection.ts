/**
 * All that is needed to talk to one API server. It lives in memory only.
 * @public
 */
export interface ClusterConnection {
  /** `https://…` URL of the API server; a path prefix is kept. */
  server: string;
  /** PEM bundle that the server's certificate must chain to; the system's roots when absent. */
  certificateAuthority?: string;
  /** Server name for TLS, when it differs from the host of `server`. */
  tlsServerName?: string;
  /** PEM. A changed pair takes effect with a new connection. */
  clientCertificate?: { certificate: string; privateKey: string };
  /**
   * Called for every request, so that a rotated token takes effect at once: keep it cheap, cache what is slow. The
   * message of an AuthenticationError is shown to people as the reason why the cluster cannot be read; that of any other
   * failure is shown to nobody.
   */
  getToken?: () => Promise<string>;
  /**
   * Called with the token that the API server refused (401): the next `getToken` must answer another one. The request is
   * then sent once more. Of requests that were refused together only the first calls; a token that is not the current
   * one any more (many clusters may share it) needs nothing.
   */
  refuseToken?: (token: string) => void;
  /** The host of `server` comes from the operator's own surroundings: its address may be private. */
  trustedAddress?: boolean;
}
