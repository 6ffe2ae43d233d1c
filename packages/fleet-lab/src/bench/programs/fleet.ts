import { applyMigrations } from '@flux-orchestrator/backstage-plugin-fluxcd-backend/src/database/applyMigrations';
import knexFactory, { type Knex } from 'knex';
import { registerClusters } from '../ours/registerClusters';
import { type FleetPlace, startFleet } from '../ours/startFleet';
import { answerCalls } from '../process/answerCalls';
import { Meter } from '../process/Meter';

const meter = new Meter();
let knex: Knex;
let signals = () => 0;

answerCalls({
  async prepare(url: string, clusters: number) {
    knex = knexFactory({
      client: 'pg',
      connection: url,
      // Backstage's default.
      pool: { min: 2, max: 10 },
    });
    await applyMigrations({ getClient: async () => knex });
    await registerClusters(knex, clusters);
  },
  async start(place: FleetPlace) {
    ({ signals } = await startFleet(knex, place));
  },
  meter: (options?: { delays: boolean }) => meter.start(options),
  read: () => meter.read(),
  residentMb: () => meter.resident(),
  signals: () => signals(),
});
