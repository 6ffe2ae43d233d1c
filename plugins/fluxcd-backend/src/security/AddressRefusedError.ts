/** The address guard refused to dial. The message is written for people and safe to show. */
export class AddressRefusedError extends Error {
  readonly name = 'AddressRefusedError';
}
