export interface Config {
  /** The Flux CD plugin. */
  fluxcd?: {
    /** How the credentials of clusters are protected in the database. */
    encryption?: {
      /**
       * Fernet keys, newest first: the first one encrypts, every one decrypts. Required. Each is 32 random bytes in
       * URL-safe base64; `yarn fluxcd:key` makes one. Keep them out of the repository, for example in an environment
       * variable. To rotate, put a new key in front and drop the old one after the backend has started once.
       * @deepVisibility secret
       */
      keys?: string[];
    };
    /** What may be added as a cluster, and how clusters are kept current. */
    clusters?: {
      /**
       * Private and loopback address ranges in which API servers may lie, such as `10.0.0.0/8`. Without it only public
       * addresses are dialled. Metadata and link-local addresses are never dialled.
       */
      allowedCidrs?: string[];
      /**
       * Whether clusters are watched all the time. Default true; otherwise they are read when somebody asks for a
       * refresh. Each cluster can be set otherwise in the portal.
       */
      autoSync?: boolean;
      /**
       * How often a watched cluster is listed in full all the same, in minutes, at most 10080. Default 720; 0 for
       * never. Each cluster can be set otherwise in the portal.
       */
      resyncMinutes?: number;
    };
    /** The cluster that the backend itself runs in, reached with the service account of its pod. */
    inCluster?: {
      /** Whether it is registered. Default false; when switched off again, the cluster is removed from the portal. */
      enabled?: boolean;
      /** RFC 1123 label, unique in the portal. Default `in-cluster`. */
      name?: string;
      /** Name for people. */
      title?: string;
      /** One sentence on what the cluster is for. */
      description?: string;
    };
    /** How long the record of what was done is kept. What is older is deleted once a day. */
    retention?: {
      /** Days that the activity is kept: who did what. A whole number from 1 to 3650; default 90. */
      activityDays?: number;
      /** Days that operations that have ended are kept, with their progress. From 1 to 3650; default 30. */
      operationDays?: number;
      /** Days that the history of resources is kept: status, revisions, releases. From 1 to 3650; default 90. */
      historyDays?: number;
    };
    /**
     * Lets every signed-in user add clusters and act on them while `permission.enabled` is not true. Default false:
     * acting is refused then. Only for portals in which everyone may do everything.
     */
    dangerouslyAllowWithoutPermissions?: boolean;
  };
}
