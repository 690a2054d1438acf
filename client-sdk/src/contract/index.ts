export { type ApiKey, type AuthSession, type User, userSchema } from './auth.ts';
export { type Bot, type BotFile, type BotVersion, botFileSchema, botSchema, type OwnBot } from './bot.ts';
export { type BotConfig, botConfigSchema } from './bot-config.ts';
export { type Conversation, conversationSchema } from './conversation.ts';
export { type ErrorCode, type ErrorData, type ErrorDetails, type ErrorShape, errorCodes } from './errors.ts';
export {
  isFinal,
  type Run,
  type RunError,
  type RunEvent,
  type RunStatus,
  runEventSchema,
  runSchema,
  runStatuses,
  type Usage,
} from './events.ts';
export { messageTextSchema, selectedTextSchema } from './fields.ts';
export { MAX_MESSAGE_LENGTH, MAX_SELECTED_TEXT_LENGTH } from './limits.ts';
export {
  type Message,
  type MessagePart,
  messagePartSchema,
  messageSchema,
  type Rating,
} from './message.ts';
export { OUTCOME_UNKNOWN } from './outcome-unknown.ts';
export {
  type Access,
  type Procedure,
  type ProcedureKind,
  type RateRule,
  type RestAddress,
  type Scope,
  scopes,
} from './procedure.ts';
export type { ApiRouter } from './router.ts';
export { type Contract, contract, type NamedProcedure, procedures } from './table.ts';
export {
  type Task,
  taskCursorSchema,
  taskDescriptionSchema,
  taskOrderSchema,
  taskSchema,
  taskSearchSchema,
  taskStatusSchema,
  taskTitleSchema,
} from './task.ts';
