export type { FinishReason, Usage } from './answer.ts';
export type { OfflineModelOptions } from './options.ts';
export type { Purpose, Turn } from './request/model-request.ts';
export type { Outcome, RecordedRequest } from './script/recorded-request.ts';
export type { Fault, Scenario, ScriptedToolCall } from './script/scenario.ts';
export { OFFLINE_MODEL_ID } from './serve/serve-models.ts';
export { type OfflineModel, startOfflineModel } from './start-offline-model.ts';
