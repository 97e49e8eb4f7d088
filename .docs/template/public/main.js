export default {
  // Blocks without a language are commands and output: guessing one colors them at random.
  configureHljs: hljs => hljs.configure({ languages: ["plaintext"] }),
}
