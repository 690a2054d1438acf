import { browserTest } from './support/browser-test.ts';
import { writeGallery } from './support/gallery.ts';
import { writeConversation } from './support/write-conversation.ts';
import { meterFrames } from './support/frame-meter.ts';
let id = '';
const test = browserTest({ prepare: async (db) => {
  await writeGallery(db);
  console.time('write');
  id = await writeConversation(db, 'x', Array.from({length: 2000}, (_, i) => ({ text: `M ${i}` })));
  console.timeEnd('write');
}});
test('x', async ({ stage, welcome }) => {
  const r = await fetch(`${stage.url}/api/v1/conversations/${id}/messages`);
  console.log(r.status, (await r.text()).slice(-400));
  const page = await (await welcome()).open('/');
  const stop = await meterFrames(page);
  for (let i = 0; i < 50; i++) { await page.mouse.wheel(0, 100); await page.evaluate(() => new Promise(requestAnimationFrame)); }
  console.log(await stop());
});
