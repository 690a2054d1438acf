import { OFFLINE_MODEL_ID } from '@parlance/offline-model';
import { expect, test } from 'vitest';
import { startOffline } from './offline-client.ts';

test('C9: the offline model is listed, and any name can be looked up', async () => {
  const { client } = await startOffline();
  const models = await client.models.list();
  expect(models.data.map((model) => model.id)).toEqual([OFFLINE_MODEL_ID]);
  expect(await client.models.retrieve(OFFLINE_MODEL_ID)).toMatchObject({
    id: 'parlance-offline',
    object: 'model',
  });
  expect((await client.models.retrieve('org/name:7b')).id).toBe('org/name:7b');
});
