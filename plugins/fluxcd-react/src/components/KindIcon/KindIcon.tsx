import { findFluxKind } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import {
  RiBox3Line,
  RiGitRepositoryLine,
  RiImageLine,
  RiNotification3Line,
  RiSettings3Line,
  RiStackLine,
} from '@remixicon/react';

const ICONS = {
  app: RiStackLine,
  source: RiGitRepositoryLine,
  image: RiImageLine,
  notification: RiNotification3Line,
  operator: RiSettings3Line,
};

/** @public */
export interface KindIconProps {
  group: string;
  kind: string;
  /** Pixels; 16 by default. */
  size?: number;
}

/**
 * A decorative icon for what a kind is for; its name belongs beside it.
 * @public
 */
export function KindIcon(props: KindIconProps) {
  const { group, kind, size = 16 } = props;
  const category = findFluxKind(group, kind)?.category;
  const Icon = category ? ICONS[category] : RiBox3Line;
  return <Icon size={size} aria-hidden />;
}
