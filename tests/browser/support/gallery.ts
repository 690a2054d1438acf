import { OUTCOME_UNKNOWN } from '@parlance/client-sdk';
import type { Database } from '../../../server/src/data/sql.ts';
import { type WrittenMessage, writeConversation } from './write-conversation.ts';

const EXPLAINED = `A robot keeps its balance with a **feedback loop**: it measures how far it leans, and moves its feet against that.

1. The inertial sensor says how fast the body turns.
2. The controller computes a torque for each joint.
3. The motors apply it, a thousand times a second.

Only \`kp\` and \`kd\` have to be tuned:

\`\`\`python
def torque(lean: float, last: float, dt: float) -> float:
    """Proportional and derivative control."""
    rate = (lean - last) / dt
    return kp * lean + kd * rate
\`\`\`

| gait | feet on the ground | needs balance |
| --- | ---: | --- |
| crawl | 3 | no |
| trot | 2 | yes |
| gallop | 0–2 | very much |

> A slow controller is worse than none: it pushes when the fall is over.

More in [the handbook](https://example.com/handbook).`;

const ARABIC = `الروبوت يحافظ على توازنه **بحلقة تغذية راجعة**: يقيس مقدار ميله ثم يحرّك قدميه في الاتجاه المعاكس.

- يقيس المستشعر سرعة الدوران.
- يحسب المتحكم عزم كل مفصل.

الشيفرة تبقى من اليسار إلى اليمين:

\`\`\`python
torque = kp * lean + kd * rate
\`\`\``;

const explained: WrittenMessage[] = [
  { text: 'How does a two-legged robot keep its balance? 🤖' },
  { text: EXPLAINED },
  { text: 'Thanks! And why do people stumble less?' },
  { text: 'People plan a step ahead, and they feel the ground through their soles.' },
];

const toolCall = {
  type: 'tool-call' as const,
  tool: 'create_task',
  arguments: { title: 'Order a torque sensor', due: '2026-12-01' },
  durationMs: 184,
  approval: null,
};
const withTools: WrittenMessage[] = [
  { text: 'Put “order a torque sensor” on my list, and tell Omar.' },
  {
    text: 'It is on your list. The mail to Omar could not be sent.',
    parts: [
      {
        ...toolCall,
        toolCallId: 'call-1',
        result: { id: 'task-42', title: 'Order a torque sensor', completed: false },
        isError: false,
      },
      {
        ...toolCall,
        toolCallId: 'call-2',
        tool: 'send_mail',
        arguments: { to: 'omar@example.com' },
        result: 'The mail server does not answer.',
        isError: true,
      },
      { type: 'text', text: 'It is on your list. The mail to Omar could not be sent.' },
    ],
  },
];

const approval = { approvalId: '01900000-0000-7000-8000-0000000000a1', expiresAt: '2026-12-01T10:00:00Z' };
const tasks = ['Order a torque sensor', 'Calibrate the left knee', 'Write to Omar'].map((title, at) => ({
  id: `01900000-0000-7000-8000-00000000000${at}`,
  title,
  description: at === 1 ? 'With the new fixture' : null,
  completed: at === 2,
  createdAt: `2026-11-2${at}T09:30:00.000Z`,
}));
const decided: WrittenMessage[] = [
  { text: 'Tidy up my list.' },
  {
    text: 'One is gone, one I was not allowed to delete, and one question came too late.',
    parts: [
      {
        ...toolCall,
        toolCallId: 'call-1',
        tool: 'list_tasks',
        arguments: { status: 'all', limit: 20 },
        result: { tasks, nextCursor: null },
        isError: false,
      },
      ...(['approved', 'denied', 'expired'] as const).map((decision, at) => ({
        ...toolCall,
        toolCallId: `call-${at + 2}`,
        tool: 'delete_task',
        arguments: { taskId: tasks[at]?.id },
        result: decision === 'approved' ? { deleted: true } : 'Not allowed.',
        isError: decision !== 'approved',
        durationMs: decision === 'approved' ? 41 : 0,
        approval: { ...approval, decision },
      })),
      {
        ...toolCall,
        toolCallId: 'call-5',
        tool: 'calendar__createEvent',
        arguments: { title: 'Calibration', attendees: ['omar@example.com', 'layla@example.com'] },
        result: null,
        isError: false,
        durationMs: null,
      },
      {
        ...toolCall,
        toolCallId: 'call-6',
        tool: 'bank__transfer',
        arguments: { to: 'Omar', amount: 42 },
        result: OUTCOME_UNKNOWN,
        isError: true,
        durationMs: 0,
      },
      {
        type: 'text',
        text: 'One is gone, one I was not allowed to delete, and one question came too late.',
      },
    ],
  },
];

const interrupted: WrittenMessage[] = [
  { text: 'Tell me the history of walking machines.' },
  { text: 'The first walking machines were built to', status: 'interrupted' },
];

const inArabic: WrittenMessage[] = [{ text: 'كيف يحافظ الروبوت على توازنه؟' }, { text: ARABIC }];

/** Ids of the conversations that scenes are shown in. */
export type Gallery = Record<'explained' | 'withTools' | 'decided' | 'interrupted' | 'inArabic', string>;

/** Writes a conversation for each thing that there is to see. */
export async function writeGallery(database: Database): Promise<Gallery> {
  return {
    interrupted: await writeConversation(database, 'History of walking machines', interrupted),
    inArabic: await writeConversation(database, 'توازن الروبوت', inArabic),
    decided: await writeConversation(database, 'My list', decided),
    withTools: await writeConversation(database, 'A torque sensor', withTools),
    explained: await writeConversation(database, 'How robots keep their balance', explained),
  };
}
