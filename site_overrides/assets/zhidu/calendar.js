/* 加到日历 and 本周: what falls due on which day, reckoned from the days that the reader types. Loaded when somebody asks
   for it. The same plan and the same file as `zhidu calendar`, byte for byte; every word of an event comes from the data.
   Nothing is sent; what was typed stays on this device. Plain syntax for old browsers. */
(function () {
  "use strict";

  var DAY = 86400000;
  var SATURDAY = 5;
  var OCTETS = 75; // of a line, without its end
  var LONGEST = 400; // days of a term

  /* ---------- days, counted from 1970-01-01 ---------- */
  function dayOf(iso) {
    var parts = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(iso || "");
    var day = parts ? Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) / DAY : NaN;
    return day >= 0 && isoOf(day) === iso ? day : null;
  }

  function isoOf(day) {
    return new Date(day * DAY).toISOString().slice(0, 10);
  }

  function digits(day) {
    return isoOf(day).replace(/-/g, "");
  }

  /* from Monday, 0 */
  function weekday(day) {
    return (day + 3) % 7;
  }

  /* ISO 8601: a week belongs to the year of its Thursday */
  function weekOf(day) {
    var thursday = day - weekday(day) + 3;
    var year = isoOf(thursday).slice(0, 4);
    var week = Math.floor((thursday - dayOf(year + "-01-01")) / 7) + 1;
    return year + "w" + (week < 10 ? "0" : "") + week;
  }

  /* ---------- the plan ---------- */
  /* the school days of a term, or null where it has none */
  function daysOf(term) {
    var starts = dayOf(term.starts);
    var ends = dayOf(term.ends);
    if (starts === null || ends === null || ends < starts || ends - starts > LONGEST) return null;
    var off = {};
    var extra = {};
    var days = [];
    term.holidays.forEach(function (span) {
      for (var day = dayOf(span[0]); day <= dayOf(span[1]); day += 1) off[day] = true;
    });
    term.workdays.forEach(function (iso) {
      extra[dayOf(iso)] = true;
    });
    for (var day = starts; day <= ends; day += 1) {
      if (!off[day] && (weekday(day) < SATURDAY || extra[day])) days.push(day);
    }
    return days.length ? days : null;
  }

  var KEYS = {
    daily: digits,
    weekly: weekOf,
    monthly: function (day) {
      return digits(day).slice(0, 6);
    },
    termly: function () {
      return "term";
    },
    yearly: function () {
      return "year";
    },
  };

  function spansOf(term, days, rhythm) {
    var spans = [];
    if (rhythm === "yearly" && !/-1$/.test(term.id)) return spans; // a school year is told of in its first term
    days.forEach(function (day) {
      var key = KEYS[rhythm](day);
      var last = spans[spans.length - 1];
      if (last && last.key === key) last.until = day;
      else spans.push({ key: key, day: day, until: day });
    });
    return spans;
  }

  function before(one, other) {
    return one < other ? -1 : one > other ? 1 : 0;
  }

  /* what whoever holds *roles* has to do in *term*: dates in order, and what has no rhythm yet; null without school days */
  function plan(roles, term, periods) {
    var days = daysOf(term);
    if (!days) return null;
    var known = {};
    var dues = [];
    var unset = [];
    roles.forEach(function (role) {
      role.lines.forEach(function (line) {
        if (known[line.id]) return;
        known[line.id] = true;
        var own = line.kind === "unspecified";
        var rhythm = own ? periods[line.id] : line.kind;
        if (!KEYS[rhythm]) {
          unset.push(line);
          return;
        }
        spansOf(term, days, rhythm).forEach(function (span) {
          dues.push({
            line: line,
            rhythm: rhythm,
            rests: own ? "school" : "text",
            key: span.key,
            day: line.at_end ? span.until : span.day,
            until: span.until,
          });
        });
      });
    });
    dues.sort(function (one, other) {
      return (
        one.day - other.day ||
        one.until - other.until ||
        before(one.line.cite, other.line.cite) ||
        before(one.line.id, other.line.id)
      );
    });
    return { term: term, roles: roles, dues: dues, unset: unset };
  }

  /* ---------- the file ---------- */
  function say(saying, values) {
    return saying.replace(/\{([a-z_]+)\}/g, function (all, name) {
      return values[name];
    });
  }

  /* a value of type TEXT */
  function text(words) {
    return words.replace(/[\\;,]/g, "\\$&").replace(/\r\n|\r|\n/g, "\\n");
  }

  function octets(character) {
    var code = character.codePointAt(0);
    return code < 128 ? 1 : code < 2048 ? 2 : code < 65536 ? 3 : 4;
  }

  /* pieces of at most 75 octets, no character cut in two, each but the first after a blank */
  function folded(line) {
    var made = "";
    var length = 0;
    Array.from(line).forEach(function (character) {
      var more = octets(character);
      if (length + more > OCTETS) {
        made += "\r\n ";
        length = 1;
      }
      made += character;
      length += more;
    });
    return made + "\r\n";
  }

  function eventOf(common, found, due, key, more) {
    var line = due.line;
    var within = common.within[due.rhythm] || "";
    var rhythm = common.rhythms[due.rhythm];
    var sayings = common.sayings;
    var said = line.at_end && within ? say(sayings.at_end, { within: within }) : within;
    var about = [
      say(sayings.basis, { cite: line.cite, quote: line.quote }),
      say(sayings[due.rests], { rhythm: rhythm, words: line.words }),
    ];
    /* a year ends in another term, whose days are not known here */
    if (within && !line.at_end && due.rhythm !== "yearly") about.push(say(sayings.within, { within: within, until: isoOf(due.until) }));
    about.push(say(sayings.day, { term: found.term.name, source: found.term.source }));
    return [
      "BEGIN:VEVENT",
      "UID:" + line.id + "." + found.term.id + "." + (key || due.key) + "@zhidu",
      "DTSTAMP:" + common.as_of.replace(/-/g, "") + "T000000Z",
      "DTSTART;VALUE=DATE:" + digits(due.day),
      "DTEND;VALUE=DATE:" + digits(due.day + 1),
    ].concat(more || [], [
      "SUMMARY:" + text(said ? say(sayings.summary, { said: said, text: line.text }) : line.text),
      "DESCRIPTION:" + text(about.join("\n")),
      "CATEGORIES:" + text(rhythm),
      "TRANSP:TRANSPARENT",
      "END:VEVENT",
    ]);
  }

  /* one event for weekdays, and one for each school day at a weekend */
  function daily(common, found, dues) {
    var made = [];
    var there = {};
    var weekdays = dues.filter(function (due) {
      there[due.day] = true;
      return weekday(due.day) < SATURDAY;
    });
    if (weekdays.length) {
      var last = weekdays[weekdays.length - 1].day;
      var missed = [];
      for (var day = weekdays[0].day; day <= last; day += 1) {
        if (weekday(day) < SATURDAY && !there[day]) missed.push(digits(day));
      }
      var more = ["RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=" + digits(last)];
      if (missed.length) more.push("EXDATE;VALUE=DATE:" + missed.join(","));
      made = eventOf(common, found, weekdays[0], "daily", more);
    }
    dues.forEach(function (due) {
      if (weekday(due.day) >= SATURDAY) made = made.concat(eventOf(common, found, due));
    });
    return made;
  }

  function ics(common, found) {
    var names = found.roles
      .map(function (role) {
        return role.name;
      })
      .join("、");
    var lines = [
      "CALSCALE:GREGORIAN",
      "METHOD:PUBLISH",
      "X-WR-CALNAME:" + text(say(common.sayings.title, { roles: names, term: found.term.name })),
    ];
    var every = [];
    var by = {};
    found.dues.forEach(function (due) {
      if (due.rhythm !== "daily") {
        lines = lines.concat(eventOf(common, found, due));
        return;
      }
      if (!by[due.line.id]) every.push((by[due.line.id] = []));
      by[due.line.id].push(due);
    });
    every.forEach(function (dues) {
      lines = lines.concat(daily(common, found, dues));
    });
    return common.head + lines.concat("END:VCALENDAR").map(folded).join("");
  }

  /* ---------- what was typed ---------- */
  var KEY = "zhidu.calendar";
  var FORM = "zhidu.checklist.";
  var TYPED = "您填的日子";

  function read(key) {
    try {
      return localStorage.getItem(key);
    } catch (error) {
      return null; // a browser that remembers nothing
    }
  }

  function object(words) {
    try {
      var found = JSON.parse(words);
      return found && typeof found === "object" ? found : {};
    } catch (error) {
      return {};
    }
  }

  function isos(list) {
    return Array.isArray(list)
      ? list.filter(function (iso) {
          return dayOf(iso) !== null;
        })
      : [];
  }

  /* only what has the shape that we wrote: the store is anybody's */
  function clean(found) {
    var periods = {};
    Object.keys(object(JSON.stringify(found.periods || null))).forEach(function (id) {
      if (KEYS[found.periods[id]]) periods[id] = found.periods[id];
    });
    return {
      starts: dayOf(found.starts) === null ? "" : found.starts,
      ends: dayOf(found.ends) === null ? "" : found.ends,
      holidays: (Array.isArray(found.holidays) ? found.holidays : []).filter(function (span) {
        return isos(span).length === 2 && dayOf(span[1]) >= dayOf(span[0]);
      }),
      workdays: isos(found.workdays),
      periods: periods,
    };
  }

  function keep(typed) {
    try {
      localStorage.setItem(KEY, JSON.stringify(typed));
    } catch (error) {
      return; // it is asked for again the next time
    }
  }

  function today() {
    var now = new Date();
    return Date.UTC(now.getFullYear(), now.getMonth(), now.getDate()) / DAY;
  }

  /* what was typed before; else the term of the site that is not over, and the periods of a self-assessment begun here */
  function remembered(common) {
    var found = clean(object(read(KEY)));
    if (dayOf(found.ends) === null || dayOf(found.ends) < today()) {
      common.terms.forEach(function (term) {
        if (found.ready || !term.starts || !term.ends || dayOf(term.ends) < today()) return;
        var ready = clean(term);
        ready.periods = found.periods;
        ready.ready = true;
        found = ready;
      });
    }
    var current = read(FORM + "current");
    var assessed = current ? clean(object(read(current))).periods : {};
    Object.keys(assessed).forEach(function (id) {
      if (!found.periods[id]) found.periods[id] = assessed[id];
    });
    delete found.ready;
    return found;
  }

  function same(one, other) {
    return JSON.stringify(one) === JSON.stringify(other);
  }

  /* what was typed as a term; where it is one of the site's, with the site's source */
  function termOf(common, typed) {
    var day = dayOf(typed.starts);
    var year = Number((typed.starts || "").slice(0, 4));
    var first = Number((typed.starts || "").slice(5, 7)) >= 7;
    var id = first ? year + "-" + (year + 1) + "-1" : year - 1 + "-" + year + "-2";
    var known = common.terms.filter(function (term) {
      return term.id === id;
    })[0];
    var ready =
      known && known.source && known.starts === typed.starts && known.ends === typed.ends &&
      same(known.holidays, typed.holidays) && same(known.workdays, typed.workdays);
    return {
      id: day === null ? "" : id,
      name: known ? known.name : id.slice(0, 4) + "—" + id.slice(5, 9) + "学年第" + (first ? "一" : "二") + "学期",
      source: ready ? known.source : TYPED,
      starts: typed.starts,
      ends: typed.ends,
      holidays: typed.holidays,
      workdays: typed.workdays,
    };
  }

  /* ---------- the panel ---------- */
  function make(tag, words, attributes) {
    var element = document.createElement(tag);
    if (words) element.textContent = words;
    Object.keys(attributes || {}).forEach(function (name) {
      element.setAttribute(name, attributes[name]);
    });
    return element;
  }

  function labelled(words, field) {
    var label = make("label", words);
    label.appendChild(field);
    return label;
  }

  function dateField(value, name) {
    var field = make("input", "", { type: "date", "aria-label": name, placeholder: "2026-09-01" });
    field.value = value || "";
    return field;
  }

  function shortDay(day) {
    var iso = isoOf(day);
    return Number(iso.slice(5, 7)) + "月" + Number(iso.slice(8, 10)) + "日";
  }

  /* a list of rows of dates, to which rows can be added */
  function rows(title, more, names, values, changed) {
    var box = make("fieldset");
    var list = make("div");
    box.appendChild(make("legend", title));
    box.appendChild(list);
    function add(row) {
      var line = make("p", "", { "class": "calendar__row" });
      names.forEach(function (name, at) {
        if (at) line.appendChild(document.createTextNode("到"));
        line.appendChild(dateField(row[at], name));
      });
      var away = make("button", "去掉", { type: "button", "class": "switch" });
      away.addEventListener("click", function () {
        list.removeChild(line);
        changed();
      });
      line.appendChild(away);
      list.appendChild(line);
      return line;
    }
    values.forEach(add);
    var button = make("button", more, { type: "button", "class": "switch" });
    button.addEventListener("click", function () {
      add([]).querySelector("input").focus();
    });
    box.appendChild(button);
    box.values = function () {
      return Array.prototype.map.call(list.children, function (line) {
        return Array.prototype.map.call(line.querySelectorAll("input"), function (field) {
          return field.value;
        });
      });
    };
    return box;
  }

  function periodFields(common, roles, periods, changed) {
    var box = make("details");
    var known = {};
    var fields = [];
    roles.forEach(function (role) {
      role.lines.forEach(function (line) {
        if (line.kind !== "unspecified" || known[line.id]) return;
        known[line.id] = true;
        var select = make("select");
        select.appendChild(make("option", "没有定，不进日历", { value: "" }));
        Object.keys(common.rhythms).forEach(function (kind) {
          select.appendChild(make("option", common.rhythms[kind], { value: kind }));
        });
        select.value = periods[line.id] || "";
        select.addEventListener("change", changed);
        fields.push([line.id, select]);
        var label = labelled(line.cite + "：" + line.text + "（原文：“" + line.words + "”）", select);
        label.className = "calendar__period";
        box.appendChild(label);
      });
    });
    box.insertBefore(make("summary", "原文没有写多久一次的，学校定了多久（" + fields.length + " 项）"), box.firstChild);
    box.hidden = !fields.length;
    box.values = function () {
      var found = Object.assign({}, periods); // those of other roles stay
      fields.forEach(function (pair) {
        if (pair[1].value) found[pair[0]] = pair[1].value;
        else delete found[pair[0]];
      });
      return found;
    };
    return box;
  }

  /* 本周: what may be done from Monday to Sunday of this week */
  function thisWeek(common, found, base) {
    var monday = today() - weekday(today());
    var sunday = monday + 6;
    var box = make("div", "", { "class": "calendar__week" });
    box.appendChild(make("p", "本周（" + shortDay(monday) + "到" + shortDay(sunday) + "）", { "class": "calendar__head" }));
    var list = make("ul");
    var told = {};
    found.dues.forEach(function (due) {
      if (told[due.line.id] || due.until < monday || due.day > sunday) return;
      told[due.line.id] = true;
      var item = make("li");
      item.appendChild(make("a", due.line.text, { href: base + due.line.href }));
      var within = due.line.at_end ? "" : (common.within[due.rhythm] || "") + "内";
      var when = within ? within + "，最迟 " + shortDay(due.until) : shortDay(due.until);
      if (due.rhythm === "daily") when = common.rhythms.daily;
      if (due.rhythm === "yearly" && within) when = within;
      var words = [when, due.rests === "school" ? "周期是学校定的" : "", due.line.cite, due.line.who || ""];
      item.appendChild(
        make("span", words.filter(Boolean).join("，"), { "class": "calendar__when" })
      );
      list.appendChild(item);
    });
    box.appendChild(list.children.length ? list : make("p", "这一周没有到日子要做的事，或者不在学期里。"));
    return box;
  }

  function save(words, name) {
    var address = URL.createObjectURL(new Blob([words], { type: "text/calendar;charset=utf-8" }));
    var link = make("a", "", { href: address, download: name });
    document.body.appendChild(link);
    link.click();
    document.body.removeChild(link);
    setTimeout(function () {
      URL.revokeObjectURL(address);
    }, 60000);
  }

  function panel(common, roles, base) {
    var typed = remembered(common);
    var box = make("section", "", { "class": "calendar", "aria-label": "按校历算日子", tabindex: "-1" });
    var form = make("form");
    var starts = dateField(typed.starts, "第一个上课日");
    var ends = dateField(typed.ends, "最后一个上课日");
    var term = make("p", "", { "class": "calendar__row" });
    term.appendChild(labelled("第一个上课日", starts));
    term.appendChild(labelled("最后一个上课日", ends));
    var holidays = rows("放假", "加一段放假", ["放假第一天", "放假最后一天"], typed.holidays, tell);
    var workdays = rows(
      "调休上课（周六、周日）", "加一天上课", ["调休上课的日子"],
      typed.workdays.map(function (iso) {
        return [iso];
      }),
      tell
    );
    var periods = periodFields(common, roles, typed.periods, tell);
    var told = make("p", "", { role: "status", "class": "calendar__told" });
    var button = make("button", "存成日历文件（.ics）", { type: "submit", "class": "switch" });
    var week = make("div");
    var now = null;
    form.appendChild(make("p", "照学校的校历填。填的只记在这台设备上，不会发到别处去。"));
    [term, holidays, workdays, periods, told].forEach(function (part) {
      form.appendChild(part);
    });
    if (roles[0].id) {
      form.appendChild(button);
      form.appendChild(make("p", "存好以后打开这个文件，手机或电脑会问要不要加进日历。以后改了，再存、再打开；多数日历会用新的替换旧的。"));
    }
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (now && now.dues.length) {
        var names = roles.map(function (role) {
          return role.name;
        });
        save(ics(common, now), names.join("、") + " " + now.term.id + ".ics");
      }
    });
    form.addEventListener("change", tell);

    function tell() {
      typed = clean({
        starts: starts.value, ends: ends.value, holidays: holidays.values(), periods: periods.values(),
        workdays: workdays.values().map(function (row) {
          return row[0];
        }),
      });
      now = plan(roles, termOf(common, typed), typed.periods);
      while (week.firstChild) week.removeChild(week.firstChild);
      button.disabled = !now || !now.dues.length;
      if (!now) {
        told.textContent =
          starts.value && ends.value ? "这两个日子之间没有一天上课，请核对。" : "填上学期的第一个和最后一个上课日，就能算出日子。";
        return;
      }
      keep(typed);
      var duties = {};
      now.dues.forEach(function (due) {
        duties[due.line.id] = true;
      });
      told.textContent =
        now.term.name + "：" + Object.keys(duties).length + " 项有日子，共 " + now.dues.length + " 次。" +
        (now.unset.length ? "另有 " + now.unset.length + " 项还没有定多久一次。" : "") +
        (typed.holidays.length ? "" : "没有填放假：国庆节等放假的日子，现在都算上课。");
      week.appendChild(thisWeek(common, now, base));
    }

    box.appendChild(week);
    box.appendChild(form);
    tell();
    return box;
  }

  /* ---------- opening it ---------- */
  var common = null;
  var known = {};

  function load(address, then, failed) {
    var script = document.createElement("script");
    script.src = address;
    script.onload = then;
    script.onerror = failed;
    document.head.appendChild(script);
  }

  /* *folders* have a calendar.js each; *place* is where the panel goes */
  function open(place, base, folders) {
    var wanted = ["roles/"].concat(folders);
    function failed() {
      place.appendChild(make("p", "没有装完，请连上网再点一次。", { role: "status" }));
    }
    function next() {
      var folder = wanted.shift();
      if (folder) {
        if (known[folder]) next();
        else load(base + folder + "calendar.js", next, failed);
        return;
      }
      while (place.firstChild) place.removeChild(place.firstChild);
      var roles = folders.map(function (each) {
        return known[each];
      });
      var made = panel(common, roles, base);
      place.appendChild(made);
      made.focus();
    }
    next();
  }

  window.zhiduCalendar = {
    common: function (data) {
      common = data;
      known["roles/"] = data;
    },
    role: function (folder, data) {
      known[folder] = data;
    },
    plan: plan,
    ics: ics,
    open: open,
  };
})();
