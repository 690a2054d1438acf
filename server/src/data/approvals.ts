import type { RunStatus } from '@parlance/client-sdk/contract';
import { unauthorized } from '../domain/errors.ts';
import type { Approvals, DecideOutcome } from '../ports/approvals.ts';
import { callerOf } from './caller.ts';
import type { Sql, Statement } from './sql.ts';

const DECIDE: Statement = {
  name: 'approval_decide',
  text: 'SELECT * FROM approval_decide($1, $2, $3, $4, $5)',
};

interface DecideRow {
  authorized: boolean;
  outcome: DecideOutcome['outcome'];
  status: RunStatus;
}

/** Approvals over PostgreSQL: functions of prisma/migrations. */
export function createApprovals(sql: Sql): Approvals {
  return {
    decide: async (actor, { runId, approvalId, decision }) => {
      const values = [...callerOf(actor), runId, approvalId, decision];
      const [row] = await sql.query<DecideRow>(DECIDE, values);
      if (!row?.authorized) throw unauthorized();
      const { outcome, status } = row;
      return outcome === 'decided' ? { outcome, status } : { outcome };
    },
  };
}
