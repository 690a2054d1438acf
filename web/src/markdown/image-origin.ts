import { createContext } from 'react';

/** The one origin that images in answers are loaded from; null: none are loaded. */
export const ImageOrigin = createContext<string | null>(null);
