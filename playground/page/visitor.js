// The words of who visits the page, in the language in which the server has begun it.
import { wordsIn } from "./words.js";

export const page = await wordsIn(document.documentElement.lang);
