import { createBackend } from '@backstage/backend-defaults';
import { portalFeatures } from './portalFeatures';

const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
portalFeatures.forEach(feature => backend.add(feature));

backend.start();
