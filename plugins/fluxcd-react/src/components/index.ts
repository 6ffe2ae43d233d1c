export {
  ConnectionStatus,
  type ConnectionStatusProps,
} from './ConnectionStatus/ConnectionStatus';
export { KindIcon, type KindIconProps } from './KindIcon/KindIcon';
export {
  RelativeTime,
  type RelativeTimeProps,
} from './RelativeTime/RelativeTime';
export {
  ResourceStatusBadge,
  type ResourceStatusBadgeProps,
} from './ResourceStatusBadge/ResourceStatusBadge';
export { Revision, type RevisionProps } from './Revision/Revision';
