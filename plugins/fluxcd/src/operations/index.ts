export { SyncClusterButton } from './SyncClusterButton';
