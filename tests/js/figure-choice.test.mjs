import assert from "node:assert/strict";
import { test } from "node:test";
import { chosenFigure, drawnAs } from "../../static/js/figure-choice.js";

const plain = "/exercises/bird-dog/still.svg?v=0123456789ab";

test("a drawing has one address for each person", () => {
  assert.equal(drawnAs(plain, "woman"), `${plain}&figure=woman`);
  assert.equal(drawnAs(`${plain}&figure=woman`, "woman"), `${plain}&figure=woman`);
  assert.equal(drawnAs(`${plain}&figure=woman`, "man"), plain);
});

test("other pictures stay as they are", () => {
  for (const address of ["/static/img/icon.svg?x", "/exercises/bird-dog/muscles.svg?v=1", "/equipment/mat/picture.svg?v=1"]) {
    assert.equal(drawnAs(address, "woman"), address);
  }
});

test("where nothing is kept, nobody is chosen", () => assert.equal(chosenFigure(), ""));
