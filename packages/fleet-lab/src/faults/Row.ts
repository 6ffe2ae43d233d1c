/** What the read model must say of an object, and nothing less. */
export interface Row {
  /** Group, kind, namespace and name. */
  key: string;
  uid: string;
  status: string;
  suspended: boolean;
  revision: string;
}
