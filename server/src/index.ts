export { SettingsError } from './config/env.ts';
export { createParlance, type Parlance } from './create-parlance.ts';
