import { fold } from './words.ts';

export type Language = 'en' | 'de' | 'fr' | 'es' | 'ur' | 'ar' | 'zh';

export const STOP_WORDS: Record<Language, ReadonlySet<string>> = {
  en: listed(`a about again all also am an and any are as at be been being but by can could did do does doing don't for from
    had has have he her his how i if in into is it its just know let like may me might mine more most much many my no
    not now of on or our please shall she should so some tell than that the their them then there these they this those
    to too up us very want was we were what when where which who whom whose why will with would yes you your
    say says said give get explain describe summarise summarize summary text passage mean means meaning answer question
    remember something anything`),
  de: listed(`aber als am an auch auf aus bei bin bist bitte da das dass dein deine dem den der des die dir dich doch du ein
    eine einem einen einer eines er es für haben hat hast hatte ich ihr im in ist ja kann kannst können man mein meine
    meinen mich mir mit nach nicht noch nun oder sag sage sagen sein sich sie sind so über um und uns von vor war warum
    was weißt welche welchem welchen welcher welches wem wen wenn wer werden wie wieviel wir wird wo woher wohin zu zum
    zur erkläre erklären fasse zusammen text bedeutet`),
  fr: listed(`à ai ainsi as au aux avec avez ce ces cet cette combien comme comment dans de des dis dit donc du elle en es est
    et été être eu fait il ils je l'on la le les leur lui ma mais me mes moi mon ne nos notre nous on ou où par pas peux
    peut pour pourquoi qu que quel quelle quelles quels qui quoi s'il sa sais se ses si son sont sur ta te tes toi ton
    tu un une va veux vos votre vous y explique expliquer résume résumer texte signifie`),
  es: listed(`a al algo como cómo con cual cuál cuales cuáles cuando cuándo cuanto cuánto cuantos cuántos de del di dime donde
    dónde el él ella ellos en eres es esa ese eso esta está estas este esto estoy fue ha hay he la las le lo los me mi mis
    mí muy no nos nosotros o para pero por porque qué que quien quién quienes se sea ser si sí sin sobre son soy su sus
    te ti tu tú tus un una unas uno unos usted y ya yo explica explicar resume resumir texto significa puedes sabes`),
  ur: listed(`اور اس ان انہیں اب اپنا اپنی اپنے ایک آپ بارے بتا بتائیں بتاؤ بھی پر تک تم تو تھا تھی تھے جو جس جب جہاں سے کا کی کے کو
    کر کرتا کرتی کرتے کریں کرو کرنا کتنا کتنی کتنے کس کسے کب کون کونسا کونسی کہ کہاں کیا کیسے کیسا کیسی کیوں گا گی گے لیے
    مجھے میرا میری میرے میں نہیں نے وہ ہم ہمارا ہو ہوں ہوتا ہوتی ہے ہیں ہوا یا یہ`),
  ar: listed(`أن أنا أنت أو أي إلى إن ال التي الذي أين بعد ثم حتى حول ذلك عن على عند في فيه قد كان كانت كم كل كما كيف لا لم لماذا
    لن له لها لي ليس ما ماذا متى مع من منذ هذا هذه هل هنا هناك هو هي و يا يكون أخبرني اشرح لخص`),
  zh: listed(`的 了 是 在 我 你 你是 您 他 她 它 我们 你们 他们 这 那 这个 那个 什么 哪 哪里 哪个 哪些 谁 怎么 怎样 怎么样 为什么 多少 几 吗 呢 吧 啊 和 与
    及 或 有 没有 不 也 都 就 很 会 能 可以 请 请问 告诉 知道 一 一个 个 被 把 对 从 到 于 关于 解释 总结 文本 意思 说 记得`),
};

const EVERY_STOP_WORD = new Set(Object.values(STOP_WORDS).flatMap((list) => [...list]));

export function isCommonInAnyLanguage(folded: string): boolean {
  return EVERY_STOP_WORD.has(folded);
}

function listed(list: string): Set<string> {
  return new Set(list.split(/\s+/).map(fold));
}
