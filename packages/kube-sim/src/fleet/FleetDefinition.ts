import { KubeObject } from '../store/ObjectStore';

/** One cluster of a fleet, as `fleet.yaml` describes it. */
export interface ClusterDefinition {
  name: string;
  title: string;
  description: string;
  environment: string;
  labels: Record<string, string>;
  kubernetesVersion?: string;
  /** False: tokens of the fleet's outside issuer are not accepted here. */
  trustsIssuer?: boolean;
  flux: {
    version: string;
    /** `operator`: a FluxInstance among the objects installs the controllers. */
    installedBy: 'bootstrap' | 'operator';
    components?: string[];
  };
  /** Put in when the cluster is new: what a bootstrap and people left there. */
  objects: KubeObject[];
  /** What people did later, by hand. */
  edits: Array<{
    /** How long ago, such as `25m`. */
    ago: string;
    group: string;
    kind: string;
    namespace: string;
    name: string;
    /** Field manager of whoever did it. */
    manager: string;
    /** A merge patch. */
    patch: any;
  }>;
}

/** A revision that is published while the fleet already runs. */
export interface Publication {
  repository: string;
  /** How long ago, milliseconds. */
  agoMs: number;
  publish: (at: number) => void;
}

export interface FleetDefinition {
  clusters: ClusterDefinition[];
  publications: Publication[];
}
