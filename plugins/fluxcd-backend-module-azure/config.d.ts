export interface Config {
  /** The Flux CD plugin. */
  fluxcd?: {
    /** AKS clusters that register themselves. */
    azure?: {
      /**
       * The clouds that connections may be to. Default: the public one alone. `public`, `usgovernment` and `china` are
       * built in and need only their name; a cloud of your own needs `authorityHost`, `resourceManagerEndpoint` and
       * `portalUrl`.
       */
      clouds?: Array<{
        /** Letters, digits, `-`, `_` and `.`; at most 63. */
        name: string;
        /** Name for people. Default: the name. */
        title?: string;
        /** `https://` origin of Entra ID, which receives client secrets. */
        authorityHost?: string;
        /** `https://` origin of Azure Resource Manager. */
        resourceManagerEndpoint?: string;
        /** Audience of tokens for Resource Manager, without `/.default`. Default: its endpoint. */
        resourceManagerAudience?: string;
        /** `https://` origin of the portal of Azure, for links. */
        portalUrl?: string;
        /** PEM bundle in the place of the system's roots. */
        certificateAuthority?: string;
      }>;
      /** Connections that belong to whoever writes this: people see them in the portal and cannot change them. */
      connections?: Array<{
        /** Unique, at most 63 characters. Another name is another connection. */
        name: string;
        /** Name of a cloud. Default: the first of `clouds`. */
        cloud?: string;
        /** GUID of the Entra tenant. Needed by `client-secret` and `federated`. */
        tenantId?: string;
        /** GUID of the application or the user-assigned identity. Needed by `client-secret` and `federated`. */
        clientId?: string;
        credential: {
          /**
           * `workload-identity`: the service account of the pod. `managed-identity`: that of the machine. `federated`: an
           * assertion in a file. `default`: environment, workload identity, managed identity, whichever is there.
           */
          type:
            | 'workload-identity'
            | 'managed-identity'
            | 'federated'
            | 'default'
            | 'client-secret';
          /**
           * Absolute path of the file that holds the assertion. Needed by `federated`; `workload-identity` takes it from
           * `AZURE_FEDERATED_TOKEN_FILE` otherwise.
           */
          tokenFile?: string;
          /**
           * Needed by `client-secret`.
           * @visibility secret
           */
          clientSecret?: string;
        };
        /** `all` that the identity can see, or a list of GUIDs. */
        subscriptions: 'all' | string[];
        /** Only clusters that match every field given here, by any of its values. */
        include?: {
          /** Names of clusters; `*` stands for any characters. */
          names?: string[];
          /** Names of resource groups; `*` stands for any characters. */
          resourceGroups?: string[];
          /** Tags and their values; `*` for any value. */
          tags?: { [tag: string]: string };
        };
        /** Not clusters that match every field given here, whatever `include` says. */
        exclude?: {
          /** Names of clusters; `*` stands for any characters. */
          names?: string[];
          /** Names of resource groups; `*` stands for any characters. */
          resourceGroups?: string[];
          /** Tags and their values; `*` for any value. */
          tags?: { [tag: string]: string };
        };
      }>;
      /** How often all connections are synchronized, in minutes, at least 5. Default 15; 0 for never. */
      syncMinutes?: number;
      /** When the sync of one connection is given up, in seconds. Default 300. */
      syncTimeoutSeconds?: number;
      /**
       * Complete listings in a row that must miss a cluster before it is removed from the portal, at least 2. Default 3.
       */
      retireAfter?: number;
      /**
       * Whether the administrator's certificate is taken of clusters that cannot be signed in to otherwise: those with the
       * legacy integration of Entra ID, or with that of another tenant. Default false.
       */
      allowAdminCredentials?: boolean;
      /** The tag whose value becomes the environment of a cluster. Default `environment`. */
      environmentTag?: string;
    };
  };
}
