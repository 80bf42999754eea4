import { describe, expect, it } from "vitest";
import { repairCron } from "../../../src/match/cron/index.ts";

describe("repairCron", () => {
  it.each([
    ["0 0 * * 7", "0 0 * * 0"],
    ["0 0 * * 5-7", "0 0 * * 0,5-6"],
    ["0 0 * * 1,7", "0 0 * * 1,0"],
    ["0 0 * * 0-7", "0 0 * * 0-6"],
    ["0 0 * * 6-7", "0 0 * * 0,6"],
    ["0 22-5 * * *", "0 22-23,0-5 * * *"],
    ["0 0 * * SAT-SUN", "0 0 * * SAT,SUN"],
    ["0 0 * * FRI-MON", "0 0 * * FRI-SAT,SUN-MON"],
    ["0 0 * NOV-FEB *", "0 0 * NOV-DEC,JAN-FEB *"],
    ["0 0 * * Monday,friday", "0 0 * * MON,FRI"],
    ["0 22-5 * nov-feb 7", "0 22-23,0-5 * 1,2,11,12 0"],
    ["0 0 1 1 * 2024", undefined],
    ["@DAILY", "0 0 * * *"],
    ["@Midnight", "0 0 * * *"],
    ["0 0 * * 1#2", undefined],
    ["0 0 L * *", undefined],
    ["60 0 * * *", undefined],
    ["0 0 * *", undefined],
    ["*/0 * * * *", undefined],
    ["@reboot", undefined],
    ["0 3 * * *", undefined],
    ["0 0 0 * * 1#2", undefined],
    ["0 22-5-7 * * *", undefined],
    ["0 0 * 2024 *", undefined],
  ])("%s becomes %s", (expression, meant) => expect(repairCron(expression)).toBe(meant));
});
