/** Who else there is in a demo, by the id of the provider that signs them in. */
export const DEMO_USERS = {
  /** May see everything but the settings, and act on nothing. */
  reader: 'user:default/reader',
  /** May not even see. */
  stranger: 'user:default/stranger',
};
