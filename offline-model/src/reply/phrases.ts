import type { Language } from '../text/stop-words.ts';

export interface Phrases {
  quotes: [open: string, close: string];
  /** First words of a greeting; folded. */
  greetings: string[];
  /** Words by which people speak of themselves; folded. */
  self: string[];
  introduction: string;
  /** Said with the introduction when there are tools for tasks. */
  tasks: string;
  /** `{topic}` is replaced by the question's own words. */
  cannotAnswer: string;
  selectionSays: string;
  documentsSay: string;
  selectionLacks: string;
  documentsLack: string;
  youSaid: string;
  /** Answers a statement about the user; `{statement}` is the statement in quotes. */
  noted: string;
}

export const PHRASES: Record<Language, Phrases> = {
  en: {
    quotes: ['“', '”'],
    greetings: [
      'hello',
      'hi',
      'hey',
      'salam',
      'salaam',
      'assalam',
      'assalamu',
      'assalamualaikum',
      'greetings',
      'thanks',
      'thank',
      'good',
      'morning',
      'evening',
      'afternoon',
    ],
    self: ['my', 'i', 'mine', 'we', 'our', 'earlier'],
    introduction:
      "Hello! I am Parlance's built-in offline model. There is no language model behind me: I can quote from text you give me and from this conversation. To connect a real model, set OPENAI_API_KEY or OPENAI_BASE_URL and restart the server.",
    tasks:
      'I can also keep your tasks, by plain rules: try “Add buy groceries to my list”, “Show me my tasks”, “Mark buy groceries as done” or “Delete buy groceries”.',
    cannotAnswer:
      "I cannot answer about {topic}: I am Parlance's built-in offline model, with no language model behind me. I can only quote from text you give me and from this conversation. To connect a real model, set OPENAI_API_KEY or OPENAI_BASE_URL and restart the server.",
    selectionSays: 'The selected text says:',
    documentsSay: 'The documents say:',
    selectionLacks: 'The selected text does not contain an answer about {topic}.',
    documentsLack: 'The documents do not contain an answer about {topic}.',
    youSaid: 'Earlier you said:',
    noted:
      'I have read that: {statement} Ask me about it; I can quote it back, for I am the built-in offline model, with no language model behind me.',
  },
  de: {
    quotes: ['„', '“'],
    greetings: ['hallo', 'guten', 'moin', 'servus', 'danke', 'tag', 'morgen', 'abend'],
    self: ['mein', 'meine', 'meinen', 'ich', 'wir', 'vorhin'],
    introduction:
      'Hallo! Ich bin das eingebaute Offline-Modell von Parlance. Hinter mir steht kein Sprachmodell: Ich kann nur aus Texten zitieren, die Sie mir geben, und aus diesem Gespräch. Für ein echtes Modell setzen Sie OPENAI_API_KEY oder OPENAI_BASE_URL und starten den Server neu.',
    tasks:
      'Ich kann auch Aufgaben führen, mit einfachen englischen Sätzen: “Add buy groceries to my list”, “Show me my tasks”, “Mark buy groceries as done”.',
    cannotAnswer:
      'Zu {topic} kann ich nichts sagen: Ich bin das eingebaute Offline-Modell von Parlance, ohne Sprachmodell dahinter. Ich kann nur aus gegebenen Texten und aus diesem Gespräch zitieren. Für ein echtes Modell setzen Sie OPENAI_API_KEY oder OPENAI_BASE_URL und starten den Server neu.',
    selectionSays: 'Im markierten Text steht:',
    documentsSay: 'In den Dokumenten steht:',
    selectionLacks: 'Der markierte Text enthält keine Antwort zu {topic}.',
    documentsLack: 'Die Dokumente enthalten keine Antwort zu {topic}.',
    youSaid: 'Sie sagten vorhin:',
    noted:
      'Das habe ich gelesen: {statement} Fragen Sie mich danach; ich kann es zitieren, denn ich bin das eingebaute Offline-Modell, ohne Sprachmodell dahinter.',
  },
  fr: {
    quotes: ['« ', ' »'],
    greetings: ['bonjour', 'salut', 'bonsoir', 'coucou', 'merci'],
    self: ['mon', 'ma', 'mes', 'je', 'nous'],
    introduction:
      "Bonjour ! Je suis le modèle hors ligne intégré à Parlance. Il n'y a pas de modèle de langue derrière moi : je peux citer les textes que vous me donnez et cette conversation. Pour connecter un vrai modèle, définissez OPENAI_API_KEY ou OPENAI_BASE_URL et redémarrez le serveur.",
    tasks:
      'Je peux aussi tenir vos tâches, avec de simples phrases en anglais : “Add buy groceries to my list”, “Show me my tasks”, “Mark buy groceries as done”.',
    cannotAnswer:
      'Je ne peux pas répondre au sujet de {topic} : je suis le modèle hors ligne intégré à Parlance, sans modèle de langue. Je ne peux citer que les textes donnés et cette conversation. Pour connecter un vrai modèle, définissez OPENAI_API_KEY ou OPENAI_BASE_URL et redémarrez le serveur.',
    selectionSays: 'Le texte sélectionné dit :',
    documentsSay: 'Les documents disent :',
    selectionLacks: 'Le texte sélectionné ne contient pas de réponse au sujet de {topic}.',
    documentsLack: 'Les documents ne contiennent pas de réponse au sujet de {topic}.',
    youSaid: 'Vous avez dit plus tôt :',
    noted:
      'J’ai lu : {statement} Interrogez-moi là-dessus ; je peux le citer, car je suis le modèle hors ligne intégré, sans modèle de langage derrière.',
  },
  es: {
    quotes: ['«', '»'],
    greetings: ['hola', 'buenos', 'buenas', 'saludos', 'gracias', 'dias', 'tardes', 'noches'],
    self: ['mi', 'mis', 'yo', 'nosotros'],
    introduction:
      '¡Hola! Soy el modelo sin conexión integrado en Parlance. No hay ningún modelo de lenguaje detrás: puedo citar los textos que me des y esta conversación. Para conectar un modelo real, define OPENAI_API_KEY u OPENAI_BASE_URL y reinicia el servidor.',
    tasks:
      'También puedo llevar tus tareas, con frases sencillas en inglés: “Add buy groceries to my list”, “Show me my tasks”, “Mark buy groceries as done”.',
    cannotAnswer:
      'No puedo responder sobre {topic}: soy el modelo sin conexión integrado en Parlance, sin ningún modelo de lenguaje detrás. Solo puedo citar los textos dados y esta conversación. Para conectar un modelo real, define OPENAI_API_KEY u OPENAI_BASE_URL y reinicia el servidor.',
    selectionSays: 'El texto seleccionado dice:',
    documentsSay: 'Los documentos dicen:',
    selectionLacks: 'El texto seleccionado no contiene una respuesta sobre {topic}.',
    documentsLack: 'Los documentos no contienen una respuesta sobre {topic}.',
    youSaid: 'Antes dijiste:',
    noted:
      'He leído: {statement} Pregúntame por ello; puedo citarlo, pues soy el modelo sin conexión integrado, sin modelo de lenguaje detrás.',
  },
  ur: {
    quotes: ['”', '“'],
    greetings: ['سلام', 'السلام علیکم', 'السلام', 'علیکم', 'ہیلو', 'آداب', 'شکریہ'],
    self: ['میرا', 'میری', 'میرے', 'میں', 'ہم'],
    introduction:
      'السلام علیکم! میں Parlance کا اندرونی آف لائن ماڈل ہوں۔ میرے پیچھے کوئی لینگویج ماڈل نہیں: میں صرف آپ کے دیے ہوئے متن اور اس گفتگو سے اقتباس دے سکتا ہوں۔ اصل ماڈل جوڑنے کے لیے OPENAI_API_KEY یا OPENAI_BASE_URL مقرر کریں اور سرور دوبارہ چلائیں۔',
    tasks:
      'میں آپ کے کاموں کی فہرست بھی رکھ سکتا ہوں، سادہ انگریزی جملوں سے: “Add buy groceries to my list”، “Show me my tasks”، “Mark buy groceries as done”۔',
    cannotAnswer:
      'میں {topic} کے بارے میں جواب نہیں دے سکتا: میں Parlance کا اندرونی آف لائن ماڈل ہوں جس کے پیچھے کوئی لینگویج ماڈل نہیں۔ میں صرف دیے ہوئے متن اور اس گفتگو سے اقتباس دے سکتا ہوں۔ اصل ماڈل جوڑنے کے لیے OPENAI_API_KEY یا OPENAI_BASE_URL مقرر کریں اور سرور دوبارہ چلائیں۔',
    selectionSays: 'منتخب متن میں لکھا ہے:',
    documentsSay: 'دستاویزات میں لکھا ہے:',
    selectionLacks: 'منتخب متن میں {topic} کے بارے میں کوئی جواب موجود نہیں۔',
    documentsLack: 'دستاویزات میں {topic} کے بارے میں کوئی جواب موجود نہیں۔',
    youSaid: 'آپ نے پہلے کہا تھا:',
    noted:
      'میں نے پڑھ لیا: {statement} اس کے بارے میں پوچھیں؛ میں اسے دہرا سکتا ہوں، کیونکہ میں صرف ایک آف لائن ماڈل ہوں۔',
  },
  ar: {
    quotes: ['«', '»'],
    greetings: ['مرحبا', 'أهلا', 'سلام', 'السلام عليكم', 'السلام', 'عليكم', 'شكرا'],
    self: ['أنا', 'اسمي', 'نحن'],
    introduction:
      'مرحبًا! أنا النموذج المدمج في Parlance للعمل دون اتصال. لا يوجد نموذج لغوي خلفي: يمكنني فقط الاقتباس من النص الذي تعطيني إياه ومن هذه المحادثة. لربط نموذج حقيقي، عيّن OPENAI_API_KEY أو OPENAI_BASE_URL ثم أعد تشغيل الخادم.',
    tasks:
      'يمكنني أيضًا إدارة مهامك بجمل إنجليزية بسيطة: “Add buy groceries to my list”، “Show me my tasks”، “Mark buy groceries as done”.',
    cannotAnswer:
      'لا أستطيع الإجابة عن {topic}: أنا النموذج المدمج في Parlance للعمل دون اتصال، ولا يوجد نموذج لغوي خلفي. يمكنني فقط الاقتباس من النص المعطى ومن هذه المحادثة. لربط نموذج حقيقي، عيّن OPENAI_API_KEY أو OPENAI_BASE_URL ثم أعد تشغيل الخادم.',
    selectionSays: 'يقول النص المحدد:',
    documentsSay: 'تقول المستندات:',
    selectionLacks: 'لا يحتوي النص المحدد على إجابة عن {topic}.',
    documentsLack: 'لا تحتوي المستندات على إجابة عن {topic}.',
    youSaid: 'قلت سابقًا:',
    noted: 'قرأت ذلك: {statement} اسألني عنه وسأقتبسه لك، فأنا النموذج المدمج دون اتصال ولا نموذج لغوي خلفي.',
  },
  zh: {
    quotes: ['“', '”'],
    greetings: ['你好', '您好', '嗨', '大家好', '谢谢'],
    self: ['我', '我们'],
    introduction:
      '你好！我是 Parlance 内置的离线模型，背后没有语言模型：我只能引用您提供的文本和本次对话的内容。要连接真正的模型，请设置 OPENAI_API_KEY 或 OPENAI_BASE_URL 并重启服务器。',
    tasks:
      '我还可以用简单的英文句子管理您的任务：“Add buy groceries to my list”、“Show me my tasks”、“Mark buy groceries as done”。',
    cannotAnswer:
      '我无法回答关于{topic}的问题：我是 Parlance 内置的离线模型，背后没有语言模型，只能引用给定的文本和本次对话的内容。要连接真正的模型，请设置 OPENAI_API_KEY 或 OPENAI_BASE_URL 并重启服务器。',
    selectionSays: '所选文本写道：',
    documentsSay: '文档写道：',
    selectionLacks: '所选文本中没有关于{topic}的答案。',
    documentsLack: '文档中没有关于{topic}的答案。',
    youSaid: '您之前说过：',
    noted: '我已读到：{statement} 您可以就此提问，我会引用它；我只是内置的离线模型，背后没有语言模型。',
  },
};
