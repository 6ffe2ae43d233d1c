import { Controller } from './runtime/Controller';
import { ControllerContext } from './runtime/ControllerContext';
import { HelmReleaseController } from './helm/HelmReleaseController';
import { KustomizationController } from './kustomize/KustomizationController';
import { ImagePolicyController } from './images/ImagePolicyController';
import { ImageRepositoryController } from './images/ImageRepositoryController';
import { ImageUpdateAutomationController } from './images/ImageUpdateAutomationController';
import { ReceiverController } from './notification/ReceiverController';
import { FluxInstanceController } from './operator/FluxInstanceController';
import { FluxReportController } from './operator/FluxReportController';
import { InputProviderController } from './operator/InputProviderController';
import { ResourceSetController } from './operator/ResourceSetController';
import { ArtifactGeneratorController } from './sources/ArtifactGeneratorController';
import { BucketController } from './sources/BucketController';
import { GitRepositoryController } from './sources/GitRepositoryController';
import { HelmChartController } from './sources/HelmChartController';
import { HelmRepositoryController } from './sources/HelmRepositoryController';
import { OciRepositoryController } from './sources/OciRepositoryController';
import { DeploymentController } from './workloads/DeploymentController';
import { JobController } from './workloads/JobController';
import { PodController } from './workloads/PodController';
import { ReplicaSetController } from './workloads/ReplicaSetController';
import { StatefulController } from './workloads/StatefulController';

/** Every controller that runs in a simulated cluster. */
export function createControllers(context: ControllerContext): Controller[] {
  return [
    new DeploymentController({ context }),
    new ReplicaSetController({ context }),
    new StatefulController({ context, kind: 'StatefulSet' }),
    new StatefulController({ context, kind: 'DaemonSet' }),
    new JobController({ context }),
    new PodController({ context }),
    new GitRepositoryController({ context }),
    new OciRepositoryController({ context }),
    new HelmRepositoryController({ context }),
    new HelmChartController({ context }),
    new BucketController({ context }),
    new ArtifactGeneratorController({ context }),
    new KustomizationController({ context }),
    new HelmReleaseController({ context }),
    new ImageRepositoryController({ context }),
    new ImagePolicyController({ context }),
    new ImageUpdateAutomationController({ context }),
    new ReceiverController({ context }),
    new FluxInstanceController({ context }),
    new FluxReportController({ context }),
    new ResourceSetController({ context }),
    new InputProviderController(),
  ];
}
