import type { Context } from '../../context.ts';
import { StreamLoad } from '../../load/streams/stream-load.ts';
import { startModel } from '../../processes/servers.ts';
import { type CostSample, measureCost } from './cost.ts';
import { type FirstTokenFigures, measureFirstToken } from './first-token.ts';
import { type HeldFigures, measureHeld } from './held.ts';
import { measureResume, type ResumeFigures } from './resume.ts';
import type { WaySamples } from './rounds.ts';
import { measureSlowReaders, type SlowReaderFigures } from './slow-readers.ts';

/** What the part found. */
export interface StreamsFigures {
  firstToken: FirstTokenFigures[];
  held: HeldFigures[];
  cost: WaySamples<CostSample>[];
  resume: ResumeFigures;
  slowReaders: SlowReaderFigures[];
}

/** Streaming, next to the floor's. */
export async function measureStreams(context: Context): Promise<StreamsFigures> {
  await using model = await startModel(context.folder, 'streaming-model.ts');
  using streamLoad = new StreamLoad();
  const streaming = { ...context, model, streamLoad };
  return {
    firstToken: await measureFirstToken(streaming),
    held: await measureHeld(streaming),
    cost: await measureCost(streaming),
    resume: await measureResume(streaming),
    slowReaders: await measureSlowReaders(streaming),
  };
}
