import { createTRPCClient, type TRPCClient } from '@trpc/client';
import type { ApiRouter } from './contract/router.ts';
import { authLink } from './links/auth-link.ts';
import { errorLink } from './links/error-link.ts';
import { type Fetch, httpLink } from './links/http-link.ts';
import { tokenLink } from './links/token-link.ts';
import { createLogin, type SignedOutReason } from './login.ts';
import { memoryTokens, type TokenStorage } from './tokens.ts';
