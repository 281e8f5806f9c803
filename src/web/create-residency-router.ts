import express, { Router, type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import { InvalidInput } from '../core/kernel/errors.ts';
import type {
  AnnouncedMove,
  MoveAnswer,
  MoveStatus,
  ResidencyMoves,
} from '../core/use-cases/installations/residency-moves.ts';
import { HOST_BYTES } from './forms/max-form-fields.ts';
import type { ForgeIdentity } from './identity/forge/forge-identity.ts';

interface ResidencyDeps {
  forge: Pick<ForgeIdentity, 'installationOf'>;
  residency: ResidencyMoves;
}

type Hook = (installationId: string, move: AnnouncedMove) => Promise<MoveAnswer>;

/** Atlassian's codes: the move was not scheduled; the app does not support the region. */
const CODES: Record<Exclude<MoveAnswer, 'agreed'>, string> = {
  'not-scheduled': 'E0001',
  'other-realm': 'E0002',
};
const STATUSES: Record<MoveStatus, object> = {
  scheduled: { status: 'scheduled' },
  ready: { status: 'ready-to-commit' },
  'not-scheduled': { status: 'failed', errorResponseCode: CODES['not-scheduled'] },
};

const MoveId = z.union([z.string().min(1).max(100), z.number().int()]).transform(String);
const Move = z.object({ migrationId: MoveId, location: z.string().max(30).default('') });
const Asked = z.object({ migrationId: MoveId });

/** The five hooks of the manifest's `migration:dataResidency`, each behind its invocation token. */
export function createResidencyRouter({ forge, residency }: ResidencyDeps): Router {
  const router = Router();
  const hook = (answer: Hook): RequestHandler[] => [
    express.json({ limit: HOST_BYTES }),
    (request, response, next) => {
      const move = Move.safeParse(request.body).data;
      if (!move) return next(new InvalidInput({ migrationId: 'The move has no readable ID.' }));
      const { migrationId: id, location } = move;
      const answered = answer(forge.installationOf(request), { id, location });
      answered.then((said) => sendAnswer(response, said), next);
    },
  ];
  router.post(
    '/schedule',
    hook((installation, move) => residency.schedule(installation, move)),
  );
  router.post(
    '/start',
    hook((installation, move) => residency.start(installation, move)),
  );
  router.post(
    '/commit',
    hook((installation, { id }) => residency.commit(installation, id)),
  );
  router.post(
    '/rollback',
    hook((installation, { id }) => residency.rollBack(installation, id)),
  );
  router.get('/status', (request, response, next) => {
    const { migrationId = '' } = Asked.safeParse(request.query).data ?? {};
    const found = residency.status(forge.installationOf(request), migrationId);
    found.then((status) => response.json(STATUSES[status]), next);
  });
  return router;
}

function sendAnswer(response: Response, answer: MoveAnswer): void {
  if (answer === 'agreed') response.status(200).json({});
  else response.status(400).json({ errorResponseCode: CODES[answer] });
}
