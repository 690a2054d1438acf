import { Search } from 'lucide-react';
import { useEffect, useState } from 'react';
import styles from './search-box.module.css';
import { useDebounced } from './use-debounced.ts';

interface SearchBoxProps {
  /** What is searched. */
  label: string;
  onSearch: (search: string) => void;
}

export function SearchBox({ label, onSearch }: SearchBoxProps) {
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
        placeholder={label}
        aria-label={label}
        onChange={(event) => setWords(event.target.value)}
      />
    </search>
  );
}
