/** The application that tokens for managed AKS clusters are made out to, the same in every tenant. */
export const AKS_SERVER_APP = '6dae42f8-4368-4678-94ff-3960e28e3630';

/** The public client that kubelogin uses; it is named in kubeconfigs. */
export const AKS_CLIENT_APP = '80faf920-1908-4b52-b5ef-a8e7bedfc67a';

/** Whom a federated assertion must be made out to. */
export const TOKEN_EXCHANGE_AUDIENCE = 'api://AzureADTokenExchange';

/** Resource Manager of the public cloud. */
export const PUBLIC_ARM_AUDIENCE = 'https://management.azure.com';
