import type { AzureCloud } from './AzureCloud';

/** The clouds that Microsoft and 21Vianet run; the public one first. */
export const BUILT_IN_CLOUDS: readonly AzureCloud[] = [
  {
    name: 'public',
    title: 'Azure',
    authorityHost: 'https://login.microsoftonline.com',
    resourceManagerEndpoint: 'https://management.azure.com',
    resourceManagerAudience: 'https://management.azure.com',
    portalUrl: 'https://portal.azure.com',
    builtIn: true,
  },
  {
    name: 'usgovernment',
    title: 'Azure US Government',
    authorityHost: 'https://login.microsoftonline.us',
    resourceManagerEndpoint: 'https://management.usgovcloudapi.net',
    resourceManagerAudience: 'https://management.usgovcloudapi.net',
    portalUrl: 'https://portal.azure.us',
    builtIn: true,
  },
  {
    name: 'china',
    title: 'Azure China',
    authorityHost: 'https://login.chinacloudapi.cn',
    resourceManagerEndpoint: 'https://management.chinacloudapi.cn',
    resourceManagerAudience: 'https://management.chinacloudapi.cn',
    portalUrl: 'https://portal.azure.cn',
    builtIn: true,
  },
];
