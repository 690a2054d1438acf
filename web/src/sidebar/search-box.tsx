import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useText } from '../i18n/text.ts';
import styles from './search-box.module.css';
import { useDebounced } from './use-debounced.ts';

export function SearchBox({ onSearch }: { onSearch: (search: string) => void }) {
  const { sidebar } = useText();
  const [words, setWords] = useState('');
  const settled = useDebounced(words.trim());
  useEffect(() => onSearch(settled), [settled, onSearch]);
  return (
    <search className={styles.box}>
      <Search className={styles.icon} size={16} aria-hidden="true" />
      <input
        type="search"
        className={styles.input}
        value={words}
        maxLength={200}
        placeholder={sidebar.search}
        aria-label={sidebar.search}
        onChange={(event) => setWords(event.target.value)}
      />
    </search>
  );
}
