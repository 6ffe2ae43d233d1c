/** One of the clouds that the operator's configuration names: where its identity platform and its Resource Manager are. */
export interface AzureCloud {
  name: string;
  title: string;
  /** `https://…` origin of Entra ID. It receives client secrets, so it never comes from a browser. */
  authorityHost: string;
  /** `https://…` origin of Azure Resource Manager. */
  resourceManagerEndpoint: string;
  /** Audience of tokens for Resource Manager, without `/.default`. */
  resourceManagerAudience: string;
  /** Origin of the Azure portal, for links. */
  portalUrl: string;
  /** PEM bundle in the place of the system's roots; for clouds of one's own. */
  certificateAuthority?: string;
  /** Entra is asked whether the authority is genuine, except for clouds of one's own, which it does not know. */
  builtIn: boolean;
}
