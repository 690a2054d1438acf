import type { BrowserContextOptions } from 'playwright-core';
import { expect, test } from 'vitest';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { arrive, type Visitor } from './visitor.ts';

type Welcome = (options?: BrowserContextOptions) => Promise<Visitor>;

/**
 * A test with a stage that its file shares and visitors of its own. At its end nothing may have gone wrong in any page that it did not
 * say it expects.
 */
export const browserTest = (
  options?: StageOptions,
  open: (options?: StageOptions) => Promise<Stage> = openStage,
) =>
  test
    .extend('options', { scope: 'file' }, () => options)
    .extend<'stage', Stage>('stage', { scope: 'file' }, async ({ options }, { onCleanup }) => {
      const stage = await open(options);
      onCleanup(stage.close);
      return stage;
    })
    .extend<'welcome', Welcome>('welcome', async ({ stage }, { onCleanup }) => {
      const visitors: Visitor[] = [];
      onCleanup(async () => {
        await Promise.all(visitors.map(({ leave }) => leave()));
        expect(visitors.flatMap(({ troubles }) => troubles.unexpected())).toEqual([]);
        expect(visitors.flatMap(({ foreignRequests }) => foreignRequests)).toEqual([]);
      });
      return async (how) => {
        const visitor = await arrive(stage, how);
        visitors.push(visitor);
        return visitor;
      };
    });
