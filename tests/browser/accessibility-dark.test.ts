import { lookAtEveryView } from './support/every-view.ts';

lookAtEveryView('dark', [
  { size: 'desktop', language: 'ar' },
  { size: 'phone', language: 'en' },
]);
