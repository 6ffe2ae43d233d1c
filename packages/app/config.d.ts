export interface Config {
  app: {
    /**
     * The portal is a demo: its permission policy lets every guest operate a simulated fleet, and the UI
     * says so.
     * @visibility frontend
     */
    demo?: boolean;
  };
}
