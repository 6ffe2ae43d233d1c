export interface Config {
  app: {
    /**
     * The portal is a demo: its permission policy lets every guest operate a simulated fleet, and the UI
     * says so.
     * @visibility frontend
     */
    demo?: boolean;
  };
  auth?: {
    /** The sign-in page offers the providers that stand here. */
    providers?: {
      /** @visibility frontend */
      guest?: {
        /** @visibility frontend */
        dangerouslyAllowOutsideDevelopment?: boolean;
      };
      /** @visibility frontend */
      github?: { [environment: string]: {} };
      /** @visibility frontend */
      microsoft?: { [environment: string]: {} };
    };
  };
}
