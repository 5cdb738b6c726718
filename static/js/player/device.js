/** What the device does for a person who does not touch it: sounds, vibration, a flash, a voice, a screen that stays on. */

/** Frequency (Hz) and length (s) of each tone. All four differ in number and direction. */
const TONES = {
  go: [[880, 0.25]],
  change: [[660, 0.15], [880, 0.15]],
  rest: [[523, 0.12], [659, 0.12], [784, 0.25]],
  set: [[587, 0.2]],
  end: [[784, 0.15], [659, 0.15], [523, 0.4]],
};
const PULSES = { go: [200], change: [100, 80, 100], rest: [100, 60, 100, 60, 200], set: [120], end: [400] };

let audio = null;

/** Make sound possible; call it in the person's tap. Other apps' music is lowered, not stopped, where that can be asked. */
export function unlock() {
  if (navigator.audioSession) navigator.audioSession.type = "transient";
  audio ??= window.AudioContext ? new AudioContext() : null;
  wakeAudio();
}

function wakeAudio() {
  if (audio && audio.state !== "running") audio.resume().catch(() => {});
}

/** Play one cue on every channel that is on. */
export function signal(cue, settings, root) {
  if (settings.sound) beep(TONES[cue]);
  if (settings.vibration) navigator.vibrate?.(PULSES[cue]);
  if (settings.flash) flash(root);
}

export function tick(settings) {
  if (settings.sound) beep([[440, 0.06]]);
}

function beep(tones) {
  if (!audio) return;
  wakeAudio();
  let at = audio.currentTime + 0.01;
  for (const [frequency, seconds] of tones) {
    const [oscillator, gain] = [audio.createOscillator(), audio.createGain()];
    oscillator.frequency.value = frequency;
    gain.gain.setValueAtTime(0.0001, at);
    gain.gain.exponentialRampToValueAtTime(0.4, at + 0.01);
    gain.gain.exponentialRampToValueAtTime(0.0001, at + seconds);
    oscillator.connect(gain).connect(audio.destination);
    oscillator.start(at);
    oscillator.stop(at + seconds);
    at += seconds;
  }
}

function flash(root) {
  root.classList.remove("player-flash");
  void root.offsetWidth; // begins the animation anew
  root.classList.add("player-flash");
}

/** The device's voice of the page's language; undefined when it has none. */
export function voiceOf(language) {
  const wanted = language.toLowerCase().split("-")[0];
  const voices = window.speechSynthesis?.getVoices() ?? [];
  return voices.find((voice) => voice.lang.toLowerCase().replace("_", "-").split("-")[0] === wanted);
}

/** Say it after what is being said: nothing is cut off. */
export function say(text, settings) {
  const language = document.documentElement.lang;
  const voice = settings.voice && voiceOf(language);
  if (!voice || !text) return false;
  const words = new SpeechSynthesisUtterance(text);
  words.voice = voice;
  words.lang = voice.lang;
  speechSynthesis.speak(words);
  return true;
}

/** The lock that keeps the screen on, and whether the session wants one. */
let lock = null;
let wanted = false;

export async function keepAwake() {
  wanted = true;
  if (!navigator.wakeLock) return false;
  try {
    lock = await navigator.wakeLock.request("screen");
    return true;
  } catch {
    return false;
  }
}

export function letSleep() {
  wanted = false;
  lock?.release();
  lock = null;
}

// A hidden page loses its lock.
document.addEventListener("visibilitychange", () => {
  if (wanted && document.visibilityState === "visible") keepAwake();
});
