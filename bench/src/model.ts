import { startOfflineModel } from '@parlance/offline-model';
import { ANSWER } from './words.ts';

// A model of zero delay, in a process of its own.
const model = await startOfflineModel({ fixedReply: ANSWER });
process.stdout.write(`The model is listening on ${model.url}\n`);
process.once('SIGTERM', () => void model.close());
