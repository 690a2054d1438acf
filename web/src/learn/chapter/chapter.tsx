import { Acting } from './acting.tsx';
import styles from './chapter.module.css';
import { FromScreenToWorld } from './from-screen-to-world.tsx';
import { KeyTerms } from './key-terms.tsx';
import { Learning } from './learning.tsx';
import { Safety } from './safety.tsx';
import { Sensing } from './sensing.tsx';
import { TheLoop } from './the-loop.tsx';

/** The first chapter of a textbook on physical AI. It is in English, whatever language the page is in. */
export function Chapter() {
  return (
    <div lang="en" dir="ltr" className={styles.chapter}>
      <header>
        <p className={styles.number}>Physical AI · Chapter 1</p>
        <h1>What is physical AI?</h1>
        <p className={styles.lead}>
          A program that plays chess can think for as long as its clock allows, and the board waits. A robot
          that pours tea has no such luck: the tea keeps flowing while it thinks. This chapter is about
          intelligence under that pressure, and about the bodies that it lives in.
        </p>
      </header>
      <FromScreenToWorld />
      <TheLoop />
      <Sensing />
      <Acting />
      <Learning />
      <Safety />
      <KeyTerms />
    </div>
  );
}
