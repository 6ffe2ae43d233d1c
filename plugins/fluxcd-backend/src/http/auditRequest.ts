import type {
  AuditorService,
  AuditorServiceEvent,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import type { Route } from '@flux-orchestrator/backstage-plugin-fluxcd-common';
import type { Request } from 'express';
import { auditEventOf } from './auditEventOf';
import { toPublicError } from './toPublicError';

/**
 * Runs a mutating request between two events of Backstage's audit log. Ids from the path are the only data in
 * them: a body may hold credentials. A failing audit log does not stop the request; what must not go unrecorded
 * is the activity record's business.
 */
export async function auditRequest(
  options: {
    auditor: AuditorService;
    logger: LoggerService;
    name: string;
    route: Route;
    req: Request;
  },
  work: () => Promise<void>,
): Promise<void> {
  const { auditor, logger, name, route, req } = options;
  const attempt = async <T>(write: () => Promise<T>) => {
    try {
      return await write();
    } catch (error) {
      logger.warn(`Audit event not written: ${stringifyError(error)}`);
      return undefined;
    }
  };

  const { eventId, queryType } = auditEventOf(name, route);
  const event = await attempt<AuditorServiceEvent>(() =>
    auditor.createEvent({
      eventId,
      severityLevel: 'medium',
      // The auditor logs the URL as it came: without the query, in which a caller may have put anything.
      request: Object.create(req, {
        originalUrl: { value: req.originalUrl.split('?', 1)[0] },
      }),
      meta: { queryType, ...req.params },
    }),
  );
  try {
    await work();
  } catch (error) {
    await attempt(async () =>
      event?.fail({
        error: toPublicError(error) ?? new Error('Internal error'),
      }),
    );
    throw error;
  }
  await attempt(async () => event?.success());
}
