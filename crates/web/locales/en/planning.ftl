# How plans are posted.
planning-rules = Rules of posting plans
planning-rules-says-days = A plan is posted for at least { $count } days.
planning-rules-says-photo = It goes to the vote when a photo shows the posted paper.
planning-rules-says-no-photo = No photo of the posted paper is asked for.
planning-rules-unconfirmed = The county has not confirmed the days: places ask for 7 to 10. The head looks it up and sets it.
planning-rules-from = From which day
planning-rules-notice-days = Days of posting
planning-rules-notice-days-hint = 1 to 60.
planning-rules-photo-needed = A photo of the posted paper is needed
planning-rules-reason = By which paper
planning-rules-reason-hint = Name and number of the document.
planning-rules-save = Save the rules
planning-why-notice-days = The days are a whole number from 1 to 60.
planning-why-no-reason = Say by which paper.
planning-done-rules = The rules are saved.
