import './styles/tokens.css';
import './styles/base.css';
import { createParlanceClient, webTokens } from '@parlance/client-sdk';
import { ParlanceProvider } from '@parlance/client-sdk/react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { followOtherTabs } from './preferences/preferences.ts';
import { storage } from './storage/storage.ts';

const client = createParlanceClient({ url: location.origin, tokens: webTokens(storage) });
const queryClient = new QueryClient();

followOtherTabs();
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <ParlanceProvider client={client} queryClient={queryClient}>
        <App />
      </ParlanceProvider>
    </QueryClientProvider>
  </StrictMode>,
);
